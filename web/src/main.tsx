import { render } from "preact";
import { App } from "./app.tsx";
import { keepFirstVisit } from "./offline/first-visit.ts";
import { keepForOffline } from "./offline/register.ts";
import { loadBasics } from "./state/catalogue.ts";
import "./styles/index.css";

loadBasics();
const root = document.getElementById("app")!;
// What stood there while the scripts came.
root.replaceChildren();
render(<App />, root);
keepForOffline();
void keepFirstVisit();
