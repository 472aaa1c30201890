import { fillHoles } from '../src/holes.js';
import '../src/late.js';

void fillHoles(async () => {});
