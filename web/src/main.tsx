import { render } from "preact";
import { App } from "./app.tsx";
import { loadBasics } from "./state/catalogue.ts";
import "./styles/index.css";

loadBasics();
render(<App />, document.getElementById("app")!);
