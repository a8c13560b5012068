import { render } from "preact";
import { App } from "./app";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/tables.css";
import "./styles/notices.css";
import "./styles/home.css";
import "./styles/results.css";
import "./styles/document.css";
import "./styles/chain.css";
import "./styles/agencies.css";
import "./styles/matrix.css";
import "./styles/review.css";
import "./styles/masthead.css";
import "./styles/query.css";
import "./styles/told.css";
import "./styles/print.css";

render(<App />, document.getElementById("app")!);
