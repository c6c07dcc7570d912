import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text";

interface Props {
  readonly title: string;
  /** One sentence on what this screen is for. */
  readonly lead?: string | undefined;
  /** Beside the title: links and buttons. */
  readonly actions?: ComponentChildren;
  /** Above the title: the way back. */
  readonly back?: ComponentChildren;
  /** What the window is called, where that is not the title. */
  readonly windowTitle?: string | undefined;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** The page has just been opened: the browser's own start of reading is right then. */
let arriving = true;

/** One screen: its heading gets the focus, so that keyboard and screen reader start there. */
export function Screen(props: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!arriving) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    arriving = false;
  }, []);
  const windowTitle = props.windowTitle ?? text.shell.title(props.title);
  useEffect(() => {
    document.title = windowTitle;
  }, [windowTitle]);
  return (
    <div class={props.wide ? "screen screen-wide" : "screen"}>
      <header class="screen-head">
        {props.back}
        <div class="screen-title">
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          <div class="screen-actions">{props.actions}</div>
        </div>
        {props.lead !== undefined && <p class="lead">{props.lead}</p>}
      </header>
      {props.children}
    </div>
  );
}
