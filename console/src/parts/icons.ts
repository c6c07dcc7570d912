// The signs, each as one path in a box of 16 by 16: drawn as SVG in the page and on the canvas of
// a chart from the same lines. Holes are cut by the even-odd rule. Each has a shape of its own, so
// that no meaning hangs on a colour.

export const ICON_BOX = 16;

export const icons = {
  alarm: "M8 1 15.5 14.5H.5ZM7.2 6v4.2h1.6V6ZM7.2 11.4V13h1.6v-1.6Z",
  locked: "M4 7V5a4 4 0 0 1 8 0v2h1.2v7.6H2.8V7Zm1.7 0h4.6V5a2.3 2.3 0 0 0-4.6 0Z",
  unsure: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.7v10.6A5.3 5.3 0 0 1 8 2.7Z",
  paused: "M3.4 2.5h3.2v11H3.4Zm6 0h3.2v11H9.4Z",
  learning:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.7a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 8 2.7Zm0 3.7a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Z",
  verified: "M6.3 13 1.6 8.3 3.1 6.8l3.2 3.2 6.6-6.6 1.5 1.5Z",
  asked:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM5.5 6.4a2.5 2.5 0 1 1 3.7 2.2c-.4.2-.5.4-.5.9H7.2c0-1.2.4-1.7 1.2-2.2a1 1 0 1 0-1.4-.9ZM7.2 10.6h1.5v1.5H7.2Z",
  passed: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM6.9 11.3 3.6 8l1.1-1.1 2.2 2.2 4.4-4.4 1.1 1.1Z",
  failed:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM5.4 4.2 8 6.8l2.6-2.6 1.2 1.2L9.2 8l2.6 2.6-1.2 1.2L8 9.2l-2.6 2.6-1.2-1.2L6.8 8 4.2 5.4Z",
  decided: "M3 1.5h1.6v1h8.8L11.2 6l2.2 3.5H4.6v5H3Z",
  finding: "M8 1.5 14.5 8 8 14.5 1.5 8Z",
  started: "M4 2.2 13 8l-9 5.8Z",
  ended: "M3 3h10v10H3Z",
  menu: "M1.5 3h13v1.6h-13ZM1.5 7.2h13v1.6h-13ZM1.5 11.4h13V13h-13Z",
  closed: "M3.4 2 8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4Z",
  external: "M9 2h5v5h-1.6V4.7L7.6 9.5 6.5 8.4l4.8-4.8H9ZM3.6 4H7v1.6H4.6v5.8h5.8V9H12v4H3V4Z",
  trace: "M1 8.9h3.4L6.2 4l3 8 1.6-3.1H15v1.4h-3.3l-2.8 5.4-2.8-7.5-.7 1.9H1Z",
} as const;

export type IconName = keyof typeof icons;
