"""Declarations of the SQL views `mart_*` for analysts. Columns keep name and meaning; new ones go to the end."""

from warehouse.marts.figures import FIGURE_VIEWS
from warehouse.marts.lists import LIST_VIEWS
from warehouse.marts.view import View

VIEWS: tuple[View, ...] = (*FIGURE_VIEWS, *LIST_VIEWS)
VIEW: dict[str, View] = {view.name: view for view in VIEWS}
