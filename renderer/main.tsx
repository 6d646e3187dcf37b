import "./host/zod-without-eval.ts";
import "./theme/index.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { App } from "./app/app.tsx";
import { followEvents } from "./host/follow-events.ts";
import { transport } from "./host/host.ts";
import { queryClient } from "./host/query-client.ts";
import { i18n } from "./words/i18n.ts";

followEvents(transport, queryClient);

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </I18nextProvider>
  </StrictMode>,
);
