import '../src/late.js';
import '../src/late-styles.js';
