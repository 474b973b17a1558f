export { createAnnouncer } from './announcer';
export { STORY } from './states';
