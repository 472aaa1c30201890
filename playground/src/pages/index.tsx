import Counter from '../live/counter.live.tsx';
import { Seascape } from '../parts/seascape.tsx';

export const head = { title: 'Skerry playground' };

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
      <section aria-labelledby="tour">
        <h2 id="tour">A tour</h2>
        <ul class="cards">
          <li>
            <h3>
              <a href="/counter">Counter</a>
            </h3>
            <p>
              A live view in forty lines: typed events, a schema for what the browser sends,
              messages to every open page.
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
              <a href="/twins">Twins</a>
            </h3>
            <p>
              Two regions of one view side by side, and regions inside a region, each with a state
              of its own.
            </p>
          </li>
        </ul>
      </section>
    </>
  );
}
