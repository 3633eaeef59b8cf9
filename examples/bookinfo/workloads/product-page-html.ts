/** What the page of a book shows. */
export interface ProductPage {
  readonly title: string;
  readonly user: string | undefined;
  readonly details: unknown;
  readonly reviews: unknown;
  /** Who made the page, for example `productpage/v1`. */
  readonly servedBy: string;
}

/** Writes the page of a book as HTML. */
export function productPageHtml({ title, user, details, reviews, servedBy }: ProductPage): string {
  const account =
    user === undefined
      ? '<form method="post" action="/login"><input name="username" placeholder="user"><button>Sign in</button></form>'
      : `<p>${escapeHtml(user)} <a href="/logout">Sign out</a></p>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title><link rel="stylesheet" href="/static/page.css"></head>
<body>
<header>${account}</header>
<h1>${escapeHtml(title)}</h1>
<section><h2>Details</h2>${list(details)}</section>
<section><h2>Reviews</h2>${list(reviews)}</section>
<footer>served by ${escapeHtml(servedBy)}</footer>
</body>
</html>
`;
}

function list(value: unknown): string {
  if (Array.isArray(value)) return `<ol>${value.map((item) => `<li>${list(item)}</li>`).join('')}</ol>`;
  if (typeof value !== 'object' || value === null) return escapeHtml(String(value));
  const rows = Object.entries(value).map(([name, item]) => `<dt>${escapeHtml(name)}</dt><dd>${list(item)}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
