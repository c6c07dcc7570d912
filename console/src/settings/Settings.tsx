import type { SettingsView } from "../api/settings";
import { Loading } from "../parts/Loading";
import { Screen } from "../parts/Screen";
import { useLoaded } from "../parts/use-loaded";
import { text } from "../text";
import { Editor } from "./Editor";

/** Settings: the budget of false alarms, and the policies of the groups. */
export function Settings() {
  const loaded = useLoaded<SettingsView>("/settings");
  return (
    <Screen title={text.shell.screens.settings} lead={text.settings.what}>
      <Loading of={loaded} screen="settings">
        {(settings) => <Editor inForce={settings} onInForce={loaded.put} />}
      </Loading>
    </Screen>
  );
}
