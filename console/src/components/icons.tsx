/** Drawn on 16 by 16, in the colour of the text around them; the words beside them say the same. */

const PATHS = {
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
  check: "m3 8.5 3.2 3L13 4.5",
  tick: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.4 8.2l1.8 1.7 3.4-3.7",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  undo: "M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H7",
  close: "m4 4 8 8m0-8-8 8",
  comment: "M2.5 3.5h11v7.5H8L5 13.5V11H2.5Z",
  code: "m5.5 4.5-3.5 3.5 3.5 3.5m5-7 3.5 3.5-3.5 3.5",
  share: "M6.5 9.5 13 3m0 0H9m4 0v4M11.5 9.5v4h-9v-9h4",
  moon: "M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1Z",
  help: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.3 6.2a1.8 1.8 0 1 1 2.5 1.7c-.5.2-.8.5-.8 1.1m0 2v.1",
  menu: "M2.5 4.5h11M2.5 8h11m-11 3.5h11",
  list: "M5.5 4h8m-8 4h8m-8 4h8M2.5 4h.1M2.5 8h.1m-.1 4h.1",
  chart: "M2.5 13.5h11M4 11V8m4 3V3m4 8V6",
  leave: "M6.5 2.5h-4v11h4m3-8.5 3 3-3 3m3-3h-7",
  link: "M7 9.5a2.5 2.5 0 0 0 3.6 0l2.2-2.2a2.5 2.5 0 0 0-3.6-3.6l-.9.9M9 6.5a2.5 2.5 0 0 0-3.6 0L3.2 8.7a2.5 2.5 0 0 0 3.6 3.6l.9-.9",
  chevron: "m6 4 4 4-4 4",
  person: "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8ZM2.8 13.7a5.2 5.2 0 0 1 10.4 0",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6",
  plus: "M8 3v10M3 8h10",
  pencil: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3ZM9 4.7 11.3 7",
  bin: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M7 7v4m2-4v4",
  up: "M8 13V3M4 7l4-4 4 4",
  bookmark: "M4 2.5h8v11l-4-3-4 3Z",
  warning: "M8 2 1.8 13.5h12.4ZM8 6.5v3m0 2v.1",
  key: "M10 9.5a3.5 3.5 0 1 0-3.3-2.3L2.5 11.5v2h2.5V12h1.5v-1.5L8 9.1M10.8 5.2h.1",
  bell: "M4 11V7a4 4 0 0 1 8 0v4l1.2 1.5H2.8ZM6.5 14h3",
  funnel: "M2 3h12L9.5 8.5v4l-3 1.5V8.5Z",
  sliders: "M2.5 5h4m3 0h4m-11 6h1m3 0h7M8 3.2v3.6M5 9.2v3.6",
  plug: "M5.5 2v3m5-3v3M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0ZM8 12v2.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
