import { fillHoles } from '../src/holes.js';
import '../src/late.js';

const isLoaded = async () => {};
void fillHoles(isLoaded, isLoaded);
