/** The documents that this one stands on, changes, carries out or names, and those that name it. */

import { api } from "../api";
import { capital, date, sentenceCase, shorten } from "../format";
import { href } from "../router";
import type { DocumentDetail, RelatedDocument, Relation } from "../types";
import { DocumentChip, Empty, useLoad, When } from "../ui";

const ORDER = ["IMPLEMENTS", "BASED_ON", "AMENDS", "REPLACES", "REPEALS", "GUIDES", "REPORTS_ON", "CITES"];

export function RelatedTab({ doc }: { doc: DocumentDetail }) {
  const relations = useLoad(api.relations, []);
  if (!doc.related.length) return <Empty title="Chưa thấy văn bản nào liên quan" />;
  return <When of={relations}>{(page) => <Groups of={doc.id} related={doc.related} relations={page.items} />}</When>;
}

function Groups({ of: id, related, relations }: { of: string; related: RelatedDocument[]; relations: Relation[] }) {
  const byName = new Map(relations.map((relation) => [relation.name, relation]));
  const groups = new Map<string, RelatedDocument[]>();
  const rank = (item: RelatedDocument) => (item.direction === "out" ? 0 : 100) + ORDER.indexOf(item.relation);
  for (const item of [...related].sort((a, b) => rank(a) - rank(b))) {
    const row = byName.get(item.relation);
    const label = (item.direction === "out" ? row?.label_vi : row?.inverse_label_vi) ?? item.relation;
    groups.set(label, [...(groups.get(label) ?? []), item]);
  }
  return (
    <>
      {[...groups].map(([label, items]) => (
        <section key={label} class="related">
          <h2 class="group-head">
            {capital(label)} <small>{items.length}</small>
          </h2>
          <ul>
            {items.map((item) => (
              <Item key={item.document.id + item.relation} item={item} of={id} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Item({ item, of: id }: { item: RelatedDocument; of: string }) {
  const [upper, lower] = item.direction === "out" ? [item.document.id, id] : [id, item.document.id];
  const { document: doc } = item;
  return (
    <li>
      <p>
        <DocumentChip of={doc} /> <strong>{doc.type}</strong>{" "}
        <span class="quiet">
          {[doc.issuer, date(doc.issued)].filter(Boolean).join(", ")}
          {doc.stub && " · chưa có trong kho"}
          {item.count > 1 && ` · nhắc ${item.count} lần`}
        </span>{" "}
        {item.relation === "IMPLEMENTS" && !doc.stub && <a href={href("ma-tran", upper, lower)}>Ma trận</a>}
      </p>
      {doc.title && <p>{shorten(sentenceCase(doc.title, [doc.place]), 200)}</p>}
      {item.quote && <blockquote>{shorten(item.quote, 260)}</blockquote>}
    </li>
  );
}
