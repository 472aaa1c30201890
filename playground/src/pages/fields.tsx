import Fields from '../live/fields.live.tsx';

export const head = { title: 'Fields' };

export default function FieldsPage() {
  return (
    <>
      <h1>Fields</h1>
      <p class="lead">
        A field shows what you have typed as long as the server cannot know of it, and the server’s
        value from then on. Make the answers slow, type on, and let the server change everything
        meanwhile: nothing that you type is lost.
      </p>
      <Fields />
      <section aria-labelledby="rules">
        <h2 id="rules">The rules</h2>
        <ul>
          <li>
            Nobody has changed the field: it shows the server’s value, and the caret stays where it
            is.
          </li>
          <li>You have changed it, and the server has not answered that yet: it keeps yours.</li>
          <li>
            The server has answered what you typed: it shows the server’s value, also if that is the
            old one (<em>Keep the old values</em>).
          </li>
          <li>
            You still type: an answer that differs only in spaces or zeros waits until you leave the
            field. Half a number or date is kept.
          </li>
          <li>
            An input method composes: the decision waits until it has ended. A choice that is gone
            is no longer chosen.
          </li>
        </ul>
      </section>
    </>
  );
}
