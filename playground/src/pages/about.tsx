export const head = { title: 'About' };

export default function AboutPage() {
  return (
    <>
      <h1>About</h1>
      <p class="lead">
        A page without a live view, an island or late content, as this one is, loads no script at
        all: it is the HTML that you see, and a style sheet.
      </p>
      <p>
        Skerry is a framework for pages that stream from the server, with live views whose state is
        there, and islands that hydrate where a page needs them.
      </p>
    </>
  );
}
