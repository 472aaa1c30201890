import Plain from '../live/plain.live.tsx';

export default () => <Plain />;
