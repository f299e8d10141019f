/** The way between the rooms; hash addresses, because the page has no server. */
import { createRouter, createWebHashHistory, type Router, type RouterHistory } from 'vue-router'
import { rooms } from './rooms'

/** @param history @default hash addresses of the page */
export function createRooms(history: RouterHistory = createWebHashHistory()): Router {
  return createRouter({
    history,
    routes: [
      ...rooms.map(({ id, component }) => ({ path: `/${id}`, name: id, component })),
      { path: '/:unknown(.*)*', redirect: '/train' }
    ]
  })
}
