/** @jsxImportSource preact */
import styles from './styled.module.css';
import './styled.css';

export default function Styled() {
  return <p class={`${styles.styled} plainly`}>styled</p>;
}
