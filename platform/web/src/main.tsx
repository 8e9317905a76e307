import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Application } from "./app";
import "./style.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);
