// The app's own script, loaded on pages with a region, before the regions start.
import './browser/meter.ts';
import './browser/notice.ts';
import './browser/spotlight.ts';
