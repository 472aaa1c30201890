import { heard } from '../../app.ts';

export const GET = () => heard();
