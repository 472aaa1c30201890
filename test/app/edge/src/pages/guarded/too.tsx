export default () => <p>Behind the guard</p>;
