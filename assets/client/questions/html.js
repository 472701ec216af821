// What the server has made safe, as it is.
export const html = (text) => ({ dangerouslySetInnerHTML: { __html: text } });
