/** How often proxies whose response times are judged add to their histograms; Envoy's own 5 s is too slow for windows of 2 s. */
export const statsFlushMs = 1000;
