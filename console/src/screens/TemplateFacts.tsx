import type { TemplateState } from "../api/subjects";
import { DataTable } from "../parts/DataTable";
import { Facts } from "../parts/Facts";
import { text } from "../text";

const words = text.people;

/** The state of a template: how far it is, never what is in it. */
export function TemplateFacts({ template }: { readonly template: TemplateState }) {
  const { state, version, versions, windows, sessions, devices } = template;
  const ready = state === "ready";
  const kept = versions.length > 1 ? ` (${versions.join(", ")})` : "";
  return (
    <>
      <p>
        {words.templateStates[state]} {words.heldWindows(template.held_windows)}
      </p>
      <Facts
        of={[
          ready ? [words.versions, words.templateVersion(version) + kept] : null,
          [words.windows, ready ? windows : words.windowsOf(windows, template.windows_due)],
          [words.sessions, ready ? sessions : words.sessionsOf(sessions, template.sessions_due)],
        ]}
      />
      {devices.length > 0 && (
        <DataTable
          caption={words.devices}
          rows={devices}
          keyOf={({ device }) => device}
          columns={[
            { head: words.device, cell: ({ device }) => device },
            { head: words.windows, as: "number", cell: (each) => each.windows },
          ]}
        />
      )}
    </>
  );
}
