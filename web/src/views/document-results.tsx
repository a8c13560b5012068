/** Results of a document: what it tells itself, when it is a report, and what reports tell of it. */

import { api } from "../api";
import { number } from "../format";
import type { Page, Result } from "../types";
import { Empty, useLoad, When } from "../ui";
import { ToldList } from "./told";

const MOST = 1000;

async function load(id: string): Promise<{ own: Page<Result>; about: Page<Result> }> {
  const [own, about] = await Promise.all([api.results({ document: id, limit: MOST }), api.results({ on: id, limit: MOST })]);
  return { own, about };
}

export function ResultsTab({ id }: { id: string }) {
  const loaded = useLoad(() => load(id), [id]);
  return (
    <When of={loaded} what="kết quả">
      {({ own, about }) =>
        own.total + about.total ? (
          <>
            <Group title="Văn bản này báo cáo" page={own} of={null} />
            <Group title="Báo cáo nói về văn bản này" page={about} of={id} />
          </>
        ) : (
          <Empty title="Chưa có kết quả nào được báo cáo">
            <p>Văn bản này không phải là báo cáo, và chưa có báo cáo nào trong kho nói về nó.</p>
          </Empty>
        )
      }
    </When>
  );
}

function Group({ title, page, of: id }: { title: string; page: Page<Result>; of: string | null }) {
  if (!page.total) return null;
  return (
    <section class="told">
      <h2 class="group-head">
        {title} <small>{number(page.total)}</small>
      </h2>
      <ToldList results={page.items} of={id} />
    </section>
  );
}
