import Press from '../live/press.live.tsx';

export default () => <Press />;
