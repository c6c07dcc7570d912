import { render } from "preact";
import { Client } from "./api/client";
import { App } from "./shell/App";
import { applyTheme, storedTheme } from "./shell/theme";
import "./style/index.css";

applyTheme(storedTheme());

const place = document.getElementById("console");
if (!place) throw new Error("the page has no place for the console");

render(<App client={new Client((address, request) => fetch(address, request))} />, place);
