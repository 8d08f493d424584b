/** What is said where a script didn't come: the network is away, or the site was published anew. */
export const NOT_LOADED = "This did not load: check your connection, then reload the page";
