/** The shell: masthead, search box, and the view that the address names. */

import { useEffect, useRef, useState } from "preact/hooks";
import { href, useRoute, type Route } from "./router";
import { SearchBox } from "./search-box";
import { Upload } from "./upload/dialog";
import { Agencies as AgenciesView } from "./views/agencies";
import { AgencyView } from "./views/agency";
import { AgencySheet } from "./views/agency-sheet";
import { CompareView } from "./views/compare";
import { DeadlinesView } from "./views/deadlines";
import { DocumentView } from "./views/document";
import { DocumentMap } from "./views/document-map";
import { DocumentsView } from "./views/documents";
import { ExploreView } from "./views/explore";
import { HelpView } from "./views/help";
import { Home } from "./views/home";
import { MatrixView } from "./views/matrix";
import { QueryView } from "./views/query";
import { Results } from "./views/results";
import { ReviewView } from "./views/review";
import { UnitView } from "./views/unit";
import { Empty, useTitle } from "./ui";

function View({ route }: { route: Route }) {
  const { view, id } = route;
  if (view === "") return <Home />;
  if (view === "tim") return <Results params={route.params} />;
  if (view === "van-ban") return id ? <DocumentView id={id} tab={route.tab} params={route.params} /> : <DocumentsView />;
  if (view === "do-thi") return id ? <ExploreView id={id} params={route.params} /> : <DocumentMap />;
  if (view === "chuoi" && id) return <UnitView id={id} params={route.params} />;
  if (view === "co-quan" && id && route.tab === "phieu") return <AgencySheet id={id} params={route.params} />;
  if (view === "co-quan") return id ? <AgencyView id={id} /> : <AgenciesView params={route.params} />;
  if (view === "thoi-han") return <DeadlinesView params={route.params} />;
  if (view === "ma-tran") return <MatrixView upstream={id} downstream={route.tab} params={route.params} />;
  if (view === "so-sanh") return <CompareView id={id} params={route.params} />;
  if (view === "ra-soat") return <ReviewView params={route.params} />;
  if (view === "cach-doc") return <HelpView />;
  if (view === "truy-van") return <QueryView />;
  return <NoPage />;
}

function NoPage() {
  useTitle("Không có trang này");
  return (
    <Empty title="Không có trang này" whole>
      <p>
        Địa chỉ có thể đã gõ sai. <a href="#/">Về trang đầu</a> để tìm lại.
      </p>
    </Empty>
  );
}

export function App() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const [uploading, setUploading] = useState(false);
  const page = `${route.view}/${route.id ?? ""}${route.tab === "phieu" ? "/phieu" : ""}`;
  useEffect(() => {
    scrollTo(0, 0);
    if (route.view) main.current?.focus({ preventScroll: true });
  }, [page]);
  const link = (view: string, label: string) => (
    <a href={href(view)} aria-current={route.view === view ? "page" : undefined}>
      {label}
    </a>
  );
  return (
    <>
      <a class="skip" href="#noi-dung" onClick={(e) => (e.preventDefault(), main.current?.focus())}>
        Đến nội dung chính
      </a>
      <header class={route.view ? "masthead" : "masthead on-home"}>
        <a class="brand" href="#/" aria-label="TruyVết, trang đầu">
          <img src="./icon.svg" alt="" width="28" height="28" />
          <span>TruyVết</span>
        </a>
        {route.view !== "" && <SearchBox small value={route.view === "tim" ? (route.params.get("q") ?? "") : ""} />}
        <nav aria-label="Các trang">
          {link("van-ban", "Văn bản")}
          {link("do-thi", "Đồ thị")}
          {link("co-quan", "Cơ quan")}
          {link("thoi-han", "Thời hạn")}
          {link("ma-tran", "Ma trận")}
          {link("so-sanh", "So sánh")}
          {link("ra-soat", "Rà soát")}
          <button type="button" class="plain add" onClick={() => setUploading(true)}>
            Thêm<span class="wide"> văn bản</span>
          </button>
        </nav>
      </header>
      <main id="noi-dung" ref={main} tabIndex={-1}>
        <View key={page} route={route} />
      </main>
      <footer>
        Liên kết do máy đề xuất kèm trích dẫn; người đọc đối chiếu trước khi dùng. <a href={href("cach-doc")}>Cách đọc</a> · <a href={href("truy-van")}>Truy vấn</a> · <a href="docs">API</a>
      </footer>
      {uploading && <Upload close={() => setUploading(false)} />}
    </>
  );
}
