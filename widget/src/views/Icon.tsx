/** Line drawings of 24 by 24; never the only name of a thing. */

const PATHS = {
  chat: "M4 5h16v11H9l-5 4z",
  close: "M6 6l12 12M18 6L6 18",
  more: "M5 7h14M5 12h14M5 17h14",
  outside: "M10 5H5v14h14v-5M14 5h5v5M19 5l-9 9",
  send: "M4 12h14M12 5l7 7-7 7",
};

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
