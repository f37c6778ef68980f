import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";

/** What can be done with a file or a folder, for pointer, keyboard and touch. */
export class RowMenu extends Component {
    static template = "crm_cubicl.RowMenu";
    static components = { Dropdown, DropdownItem };
    static props = { row: Object, files: Object };
}
