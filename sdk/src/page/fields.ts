/**
 * Which fields may be observed: privacy that nothing inside a page can loosen by accident.
 *
 * Never: password, one-time-code and card fields, also after "show password"; fields that style masks
 * as such; anything inside an element with `data-samehands`; and whatever may hide such a field from us,
 * a closed shadow tree above all. What is not known to be harmless is not observed.
 */

import { lowerCase, split } from "../primordials.js";
import {
  addTo,
  all,
  attributeOf,
  endMutations,
  hasIn,
  listen,
  Mutations,
  nearest,
  observeMutations,
  pathOf,
  type Stop,
} from "./dom.js";

/** What is off: elements with this attribute, whatever its value, and all in them. */
const OFF = "[data-samehands]";

/** Parts of `autocomplete` that name secrets: current-password, one-time-code, cc-number, cc-csc ... */
const SECRET = ["password", "one-time-code", "cc-"] as const;

/** Elements that take keys and cannot have a shadow tree with fields in it. */
const PLAIN = " a body button html input select summary textarea ";

export interface Fields {
  /** Whether an event may be observed, by where it happened. */
  mayObserve(event: Event): boolean;
  /** Remembers fields of a document that stop being password fields before anybody types in them. */
  watch(document: Document): Stop;
}

/** Fields of which nothing is known yet. */
export function createFields(): Fields {
  const masked = new WeakSet();
  let styled: Element | undefined; // whose style was looked at last
  // The field that was found harmless last: until focus moves or one of its attributes changes, only
  // what is around it is looked at. Never one in a shadow tree or frame, where we would not hear of it.
  let known: Element | undefined;

  function forget(): void {
    known = undefined;
  }

  function isMasked(field: HTMLInputElement): boolean {
    if (hasIn(masked, field)) {
      return true;
    }
    let secret = field.type === "password";
    const autocomplete = lowerCase(attributeOf(field, "autocomplete") ?? "");
    for (let place = 0; place < SECRET.length; place++) {
      secret ||= contains(autocomplete, SECRET[place]);
    }
    if (!secret && field !== styled) {
      // Once per focus: a style asks for no layout, but may have to be computed.
      styled = field;
      secret = (getComputedStyle(field).getPropertyValue("-webkit-text-security") || "none") !== "none";
    }
    if (secret) {
      addTo(masked, field);
    }
    return secret;
  }

  return {
    mayObserve(event) {
      // As the window sees it: an element of the document, which may stand for one in a shadow tree.
      const shown = event.target as HTMLInputElement;
      if (shown === known) {
        return !nearest(shown, OFF);
      }
      const target = shown.shadowRoot ? (pathOf(event)[0] as HTMLInputElement) : shown;
      const may = takesKeys(target) && !isMasked(target) && !isOff(target);
      known = may && target === shown && !around(target) ? target : undefined;
      return may;
    },
    watch(document) {
      const observer = new Mutations((changes) => {
        forget();
        for (let place = 0; place < changes.length; place++) {
          if (lowerCase(changes[place].oldValue ?? "") === "password") {
            addTo(masked, changes[place].target);
          }
        }
      });
      observeMutations(observer, document, {
        attributeFilter: ["type", "autocomplete", "contenteditable"],
        attributeOldValue: true,
        subtree: true,
      });
      return all([
        listen(document, "focus", forget),
        () => {
          endMutations(observer);
        },
      ]);
    },
  };
}

/** Whether keys in an element can only be its own: no closed shadow tree may be behind it. */
function takesKeys(element: Partial<HTMLElement>): boolean {
  const { localName } = element; // a document has none
  return (
    !!localName && (contains(PLAIN, ` ${localName} `) || element.isContentEditable === true || !!element.shadowRoot)
  );
}

/** Whether an element lies in one that switches observation off, through shadow trees and frames. */
function isOff(element: Element): boolean {
  for (let inner: Element | null | undefined = element; inner; inner = around(inner)) {
    if (nearest(inner, OFF)) {
      return true;
    }
  }
  return false;
}

/** The element that holds the tree which an element is in: a shadow host, a frame, or none. */
function around(element: Element): Element | null | undefined {
  const root = element.getRootNode() as Partial<ShadowRoot>;
  return root.host ?? element.ownerDocument.defaultView?.frameElement;
}

function contains(text: string, part: string): boolean {
  return split(text, part).length > 1;
}
