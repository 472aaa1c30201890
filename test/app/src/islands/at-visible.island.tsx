import { probe } from './probe.tsx';

export default probe('at-visible');
