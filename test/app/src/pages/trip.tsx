import Trip from '../live/trip.live.tsx';

export default () => <Trip />;
