import type { CaseStatus } from "../api/cases";
import { Icon } from "../parts/Icon";
import type { IconName } from "../parts/icons";
import { text } from "../text";

const ICONS: Readonly<Record<CaseStatus, IconName>> = {
  open: "alarm",
  confirmed_compromised: "failed",
  confirmed_safe: "passed",
  false_alarm: "decided",
};

/** What has become of a case: sign, word and colour. */
export function StatusMark({ status }: { readonly status: CaseStatus }) {
  return (
    <span class={`mark status-${status}`}>
      <Icon name={ICONS[status]} size={14} />
      {text.cases.statuses[status]}
    </span>
  );
}
