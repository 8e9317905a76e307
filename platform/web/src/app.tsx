import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntdApp, ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { lazy, Suspense } from "react";
import { createBrowserRouter, Navigate, RouterProvider } from "react-router";

import { ApiError } from "./client/client";
import { Failure } from "./shell/Failure";
import { Frame } from "./shell/Frame";
import { Home } from "./shell/Home";
import { Wait } from "./shell/Wait";
import { theme } from "./theme";

dayjs.locale("zh-cn");

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (times, error) => !(error instanceof ApiError && error.status < 500) && times < 3,
    },
    mutations: { retry: false },
  },
});

const Login = lazy(() => import("./pages/Login"));
const Setup = lazy(() => import("./pages/Setup"));
const Desk = lazy(() => import("./pages/Desk"));
const Services = lazy(() => import("./pages/Services"));
const ServiceGuide = lazy(() => import("./pages/ServiceGuide"));
const CasePage = lazy(() => import("./pages/CasePage"));
const Resident = lazy(() => import("./pages/Resident"));
const Values = lazy(() => import("./pages/Values"));
const Review = lazy(() => import("./pages/Review"));
const Archive = lazy(() => import("./pages/Archive"));
const ArchiveItem = lazy(() => import("./pages/ArchiveItem"));
const Ledger = lazy(() => import("./pages/Ledger"));
const Settings = lazy(() => import("./pages/Settings"));
const Audit = lazy(() => import("./pages/Audit"));
const Definitions = lazy(() => import("./pages/Definitions"));
const DefinitionHistory = lazy(() => import("./pages/DefinitionHistory"));
const DefinitionEditor = lazy(() => import("./pages/DefinitionEditor"));
const Receipt = lazy(() => import("./pages/Receipt"));
const NotFound = lazy(() => import("./pages/NotFound"));

const router = createBrowserRouter([
  { path: "/login", element: <Login />, errorElement: <Failure /> },
  { path: "/setup", element: <Setup />, errorElement: <Failure /> },
  { path: "/receipt/:token", element: <Receipt />, errorElement: <Failure /> },
  {
    element: <Frame />,
    errorElement: <Failure />,
    children: [
      { index: true, element: <Home /> },
      { path: "desk", element: <Desk /> },
      { path: "services", element: <Services /> },
      { path: "services/:code", element: <ServiceGuide /> },
      { path: "definitions", element: <Definitions /> },
      { path: "definitions/:code", element: <DefinitionHistory /> },
      { path: "definitions/drafts/:id", element: <DefinitionEditor /> },
      { path: "cases/:id", element: <CasePage /> },
      { path: "cases/:id/values", element: <Values /> },
      { path: "residents/:id", element: <Resident /> },
      { path: "review", element: <Review /> },
      { path: "archive", element: <Archive /> },
      { path: "archive/:id", element: <ArchiveItem /> },
      { path: "ledger", element: <Ledger /> },
      { path: "settings", element: <Settings /> },
      { path: "audit", element: <Audit /> },
      { path: "index.html", element: <Navigate to="/" replace /> },
      { path: "*", element: <NotFound /> },
    ],
  },
]);

export function Application() {
  return (
    <ConfigProvider
      locale={zhCN}
      theme={theme}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <AntdApp message={{ top: 56, maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          <Suspense fallback={<Wait />}>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  );
}
