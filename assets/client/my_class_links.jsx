// The classes that somebody learns in, each leading to their work and grades there.
import { useAsked } from "./asked.js";
import { useWords } from "./words.js";

export function MyClassLinks() {
  const words = useWords();
  const { data } = useAsked("/api/v1/me/classes");
  if (!data?.length) return null;
  return (
    <section aria-labelledby="my-classes-title">
      <h2 id="my-classes-title">{words("my_work.title")}</h2>
      <ul className="rows">
        {data.map((room) => (
          <li key={room.id} className="row spread work-row">
            <a href={`/classes/${room.id}/mine`}>{room.name}</a>
            <span className="meta">{room.course_title}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
