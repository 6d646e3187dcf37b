import { Route, Routes } from "react-router";
import { PlanEditor } from "./editor/plan-editor.tsx";
import { PlansPage } from "./plans-page.tsx";

/** The plans, one of them selected; or the form for one. */
export function BackupsPage() {
  return (
    <Routes>
      <Route path="new" element={<PlanEditor />} />
      <Route path=":planId/edit" element={<PlanEditor />} />
      <Route path=":planId" element={<PlansPage />} />
      <Route index element={<PlansPage />} />
    </Routes>
  );
}
