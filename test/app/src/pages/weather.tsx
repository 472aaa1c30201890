import Weather from '../live/weather.live.tsx';

export default () => <Weather />;
