from shop.catalogue import Article, Catalogue
from shop.customers import Customer
from shop.money import Money
from shop.orders import Order

catalogue = Catalogue()
catalogue.add(Article("tea", Money(450), stock="twelve"))
ada = Customer("Ada")
order = Order(ada)
order.add(catalogue, "tea", 2)
print(order.total() + 1)
