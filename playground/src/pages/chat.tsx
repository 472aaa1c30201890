import Chat from '../live/chat.live.tsx';

export const head = { title: 'Chat' };

export default function ChatPage() {
  return (
    <>
      <h1>Chat</h1>
      <p class="lead">
        Everybody who has this page open is here. Scroll up for what was said before: it comes as
        you get there, and what you read stays where it is.
      </p>
      <Chat />
    </>
  );
}
