import { piecesOf } from "./links";

/** A text as its sender wrote it, in its own direction, with its web addresses as links. */
export function LinkedText({ text, class: name }: { text: string; class?: string }) {
  return (
    <bdi class={name ? `written ${name}` : "written"}>
      {piecesOf(text).map((piece, index) =>
        piece.href ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">
            <bdi>{piece.text}</bdi>
          </a>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
