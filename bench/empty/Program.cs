// What any program of .NET takes that is compiled ahead of time.
return 0;
