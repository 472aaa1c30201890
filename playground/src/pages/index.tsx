import Buoy from '../islands/buoy.island.tsx';
import Counter from '../live/counter.live.tsx';
import { Seascape } from '../parts/seascape.tsx';

export const head = { title: 'Skerry playground', titleTemplate: false };

export default function Home() {
  return (
    <>
      <section class="hero">
        <div>
          <h1>Small islands, calm water</h1>
          <p class="lead">
            Skerry renders pages on the server. Parts of them stay live: their state and their
            handlers are on the server too, and what changes reaches this page as a few bytes over
            one connection.
          </p>
          <Counter start={3} label="Counter" />
          <p class="hint">
            Each press of a button is a frame of some twenty bytes, there and back. Open the network
            panel of your browser and look at the messages of the WebSocket.
          </p>
        </div>
        <Seascape />
      </section>
      <section aria-labelledby="clock">
        <h2 id="clock">Islands, each on its own clock</h2>
        <p class="hint">
          The counter above lives on the server. These live in the browser, and differ in when they
          come alive: each says when that was, and why.
        </p>
        <ul class="cards">
          <li>
            <Buoy client:load client:priority="high" strategy="load" told="At once, and first." />
          </li>
          <li>
            <Buoy
              client:idle={2000}
              strategy="idle"
              told="When the browser has nothing to do, or after two seconds."
            />
          </li>
          <li>
            <Buoy
              client:interaction
              strategy="interaction"
              told="When you first press it. That press counts."
            />
          </li>
          <li>
            <Buoy
              client:hover
              strategy="hover"
              told="When the pointer or the focus comes near: a strategy of this app, in one file."
            />
          </li>
          <li>
            <Buoy client:visible strategy="visible" told="When it comes into view." />
          </li>
          <li>
            <Buoy client:none strategy="none" told="Never: its button does nothing." />
          </li>
        </ul>
      </section>
      <section aria-labelledby="tour">
        <h2 id="tour">A tour</h2>
        <ul class="cards">
          <li>
            <h3>
              <a href="/counter">Counter</a>
            </h3>
            <p>
              A live view in forty lines: typed events, a schema for their payloads, messages to
              every open page.
            </p>
          </li>
          <li>
            <h3>
              <a href="/table">Table</a>
            </h3>
            <p>
              A thousand rows with fields in them. One changed row costs one row, on the server, on
              the wire and here.
            </p>
          </li>
          <li>
            <h3>
              <a href="/islands">Islands</a>
            </h3>
            <p>
              Components of Preact and React in the browser: a chart that a region feeds, tabs with
              live panels, a dialog, and one that fails.
            </p>
          </li>
          <li>
            <h3>
              <a href="/twins">Twins</a>
            </h3>
            <p>
              Two regions of one view side by side, and regions inside a region, each with a state
              of its own.
            </p>
          </li>
          <li>
            <h3>
              <a href="/watch">Watch</a>
            </h3>
            <p>Sign on and off: the session is renewed and ended, and every open page knows.</p>
          </li>
          <li>
            <h3>
              <a href="/tower">Tower</a>
            </h3>
            <p>A dashboard that ticks by a timer of its own, and by code of the server.</p>
          </li>
          <li>
            <h3>
              <a href="/notes">Notes</a>
            </h3>
            <p>Pages from Markdown files, with a schema for what each says about itself.</p>
          </li>
        </ul>
      </section>
    </>
  );
}
