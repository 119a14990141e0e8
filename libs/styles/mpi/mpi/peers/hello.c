/* Hello from every rank, then a greeting to and from each other: written from the MPI standard. All ranks of the job,
   in whatever language, take part: a broadcast of 7, an int back from each (its rank times 7), and one message of bytes
   from each rank above 0 to rank 0 with tag 5. */
#include <mpi.h>
#include <stdio.h>

int main(int argc, char **argv) {
  int rank, size, factor = 7, product, sum = 0;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  printf("hello from rank %d of %d, in C\n", rank, size);
  MPI_Bcast(&factor, 1, MPI_INT, 0, MPI_COMM_WORLD);
  product = rank * factor;
  MPI_Reduce(&product, &sum, 1, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
  if (rank == 0) {
    printf("sum of the products: %d\n", sum);
    for (int from = 1; from < size; from++) {
      char text[100];
      int length;
      MPI_Status status;
      double half = from / 2.0;
      MPI_Recv(text, sizeof text, MPI_BYTE, from, 5, MPI_COMM_WORLD, &status);
      MPI_Get_count(&status, MPI_BYTE, &length);
      printf("rank %d wrote: %.*s\n", from, length, text);
      MPI_Ssend(&half, 1, MPI_DOUBLE, from, 6, MPI_COMM_WORLD);
    }
  } else {
    double half;
    char text[100];
    int length = snprintf(text, sizeof text, "rank %d speaks C", rank);
    MPI_Send(text, length, MPI_BYTE, 0, 5, MPI_COMM_WORLD);
    MPI_Recv(&half, 1, MPI_DOUBLE, 0, 6, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    printf("rank %d got %.1f\n", rank, half);
  }
  MPI_Finalize();
  return 0;
}
