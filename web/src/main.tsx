import { render } from "preact";
import { App } from "./app.tsx";
import { keepFirstVisit } from "./offline/first-visit.ts";
import { keepForOffline } from "./offline/register.ts";
import { loadBasics } from "./state/catalogue.ts";
import "./styles/index.css";

loadBasics();
render(<App />, document.getElementById("app")!);
keepForOffline();
void keepFirstVisit();
