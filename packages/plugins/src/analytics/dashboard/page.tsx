import './dashboard.css';

import Overview from './overview.live.tsx';

export { guard } from './guard.ts';

export const head = { title: 'Analytics', meta: [{ name: 'robots', content: 'noindex' }] };

/** The dashboard of analytics, as a page of the app. */
export default function Dashboard() {
  return (
    <section aria-labelledby="analytics">
      <h1 id="analytics">Analytics</h1>
      <Overview />
    </section>
  );
}
