/** The client as the page of the chaos sample runs it. Built for the browser. */
import { start } from '@skerry/client';

start();
