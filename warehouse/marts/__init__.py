"""Every view for analysts. Names and meanings of columns stay; later ones are added at the end."""

from warehouse.marts.figures import FIGURE_VIEWS
from warehouse.marts.lists import LIST_VIEWS
from warehouse.marts.view import View

VIEWS: tuple[View, ...] = (*FIGURE_VIEWS, *LIST_VIEWS)
VIEW: dict[str, View] = {view.name: view for view in VIEWS}
