/** Headers of every answer: nobody keeps it, nobody takes it for another type. */
export const fixedHeaders = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;
