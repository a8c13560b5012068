import { render } from "preact";
import { App } from "./app";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/views.css";
import "./styles/links.css";
import "./styles/told.css";
import "./styles/print.css";

render(<App />, document.getElementById("app")!);
