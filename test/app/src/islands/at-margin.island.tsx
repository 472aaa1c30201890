import { probe } from './probe.tsx';

export default probe('at-margin');
