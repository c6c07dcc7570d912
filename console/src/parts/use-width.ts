// The width of an element, for charts that are drawn to fit.

import type { Ref } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** A ref for the element, and its width in CSS pixels: a guess until it is measured. */
export function useWidth<Box extends HTMLElement>(guess: number): [Ref<Box>, number] {
  const box = useRef<Box>(null);
  const [width, setWidth] = useState(guess);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => {
      // Nothing has a width while it is not laid out; the last one is better than none.
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
